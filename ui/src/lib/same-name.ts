/** Whether one of these is called that already, as a person would hear it. */
export function isTaken(name: string, others: readonly { readonly name: string }[]): boolean {
  const heard = heardAs(name);
  return heard !== '' && others.some((other) => heardAs(other.name) === heard);
}

function heardAs(name: string): string {
  return name.normalize('NFC').trim().replace(/\s+/g, ' ').toLocaleLowerCase('vi');
}
