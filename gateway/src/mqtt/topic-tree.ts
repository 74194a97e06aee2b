/** Values filed under MQTT topic filters, found again by topic in as many steps as the topic has levels. */
export interface TopicTree<T> {
  add(filter: string, value: T): void;
  /** True when it was the last value under that filter. */
  remove(filter: string, value: T): boolean;
  filters(): string[];
  /** The values of every filter that matches, MQTT 3.1.1 §4.7. A value under two of them comes twice. */
  match(topic: string): T[];
}

interface Node<T> {
  readonly children: Map<string, Node<T>>;
  readonly values: Set<T>;
}

export function createTopicTree<T>(): TopicTree<T> {
  const root = newNode<T>();

  function find(levels: readonly string[]): Node<T> | undefined {
    let node: Node<T> | undefined = root;
    for (const level of levels) node = node?.children.get(level);
    return node;
  }

  // Runs for every message of the village: it makes no arrays on its way.
  function collect(node: Node<T>, levels: readonly string[], depth: number, found: T[]): void {
    // A leading wildcard doesn't match a topic that begins with $ [MQTT-4.7.2-1].
    const wild = depth > 0 || !levels[0]?.startsWith('$');
    const rest = wild ? node.children.get('#') : undefined;
    // `a/#` matches `a` too (§4.7.1.2), so it is looked for before the topic's levels run out.
    if (rest) for (const value of rest.values) found.push(value);
    const level = levels[depth];
    if (level === undefined) {
      for (const value of node.values) found.push(value);
      return;
    }
    const exact = node.children.get(level);
    if (exact) collect(exact, levels, depth + 1, found);
    const any = wild ? node.children.get('+') : undefined;
    if (any) collect(any, levels, depth + 1, found);
  }

  return {
    add(filter, value) {
      let node = root;
      for (const level of filter.split('/')) {
        let child = node.children.get(level);
        if (!child) node.children.set(level, (child = newNode()));
        node = child;
      }
      node.values.add(value);
    },

    remove(filter, value) {
      const levels = filter.split('/');
      const node = find(levels);
      if (!node?.values.delete(value) || node.values.size > 0) return false;
      for (let depth = levels.length; depth > 0; depth--) {
        const child = find(levels.slice(0, depth));
        if (!child || child.values.size > 0 || child.children.size > 0) break;
        find(levels.slice(0, depth - 1))?.children.delete(levels[depth - 1] as string);
      }
      return true;
    },

    filters() {
      const names: string[] = [];
      const walk = (node: Node<T>, path: readonly string[]) => {
        if (node.values.size > 0) names.push(path.join('/'));
        for (const [level, child] of node.children) walk(child, [...path, level]);
      };
      walk(root, []);
      return names;
    },

    match(topic) {
      const found: T[] = [];
      collect(root, topic.split('/'), 0, found);
      return found;
    },
  };
}

function newNode<T>(): Node<T> {
  return { children: new Map(), values: new Set() };
}
