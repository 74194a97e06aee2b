/** Keeps the screen on, where the browser can; it lets go by itself whenever the page is not seen. */
export function stayAwake(): () => void {
  let lock: WakeLockSentinel | null = null;
  let over = false;

  async function ask(): Promise<void> {
    if (over || !('wakeLock' in navigator) || document.visibilityState !== 'visible') return;
    lock = await navigator.wakeLock.request('screen').catch(() => null);
    if (over) void lock?.release();
  }
  const onSeen = () => void ask();

  document.addEventListener('visibilitychange', onSeen);
  void ask();
  return () => {
    over = true;
    document.removeEventListener('visibilitychange', onSeen);
    void lock?.release();
  };
}
