/** What the gateway takes, in characters. */
export const mostCharacters = 1_000_000;

export type FileProblem = 'too-large' | 'not-calendar' | 'unreadable';

/** The text of a calendar file, or why it is none, said before it is sent. */
export async function readCalendar(
  file: Pick<File, 'size' | 'text'>,
): Promise<{ text: string } | { problem: FileProblem }> {
  // A character is at most four bytes: whatever is larger is not even read.
  if (file.size > 4 * mostCharacters) return { problem: 'too-large' };
  let text: string;
  try {
    text = await file.text();
  } catch {
    return { problem: 'unreadable' };
  }
  if (!/^\uFEFF?\s*BEGIN:VCALENDAR\b/i.test(text)) return { problem: 'not-calendar' };
  return text.length > mostCharacters ? { problem: 'too-large' } : { text };
}
