/** Tells whether a person can see the element: it is on the screen (or nearly), and the page is in front. */
export function watchSight(element: Element, onchange: (inSight: boolean) => void): () => void {
  let near = false;
  const tell = () => onchange(near && document.visibilityState === 'visible');
  const observer = new IntersectionObserver(
    (entries) => {
      near = entries.at(-1)?.isIntersecting ?? false;
      tell();
    },
    { rootMargin: '25% 0px' },
  );
  observer.observe(element);
  document.addEventListener('visibilitychange', tell);
  return () => {
    observer.disconnect();
    document.removeEventListener('visibilitychange', tell);
  };
}
