/** MQTT topics and filters, by the rules of MQTT 3.1.1 section 4.7. */

/** True where `filter` takes every topic that `other` (a topic or a filter) can stand for. */
export function covers(filter: string, other: string): boolean {
  if (filter === other) return true;
  // 4.7.2: a wildcard at the start does not take topics that begin with $.
  if (other.startsWith('$') && /^[+#]/.test(filter)) return false;
  const wide = filter.split('/');
  const narrow = other.split('/');
  for (let level = 0; level < wide.length; level++) {
    if (wide[level] === '#') return true;
    if (level >= narrow.length || narrow[level] === '#') return false;
    if (wide[level] !== '+' && wide[level] !== narrow[level]) return false;
  }
  return wide.length === narrow.length;
}

/** True where some topic is taken by both filters. */
export function overlap(one: string, other: string): boolean {
  const a = one.split('/');
  const b = other.split('/');
  for (let level = 0; level < Math.max(a.length, b.length); level++) {
    const x = a[level];
    const y = b[level];
    if (x === '#' || y === '#') return true;
    // `a/#` also takes `a` itself (4.7.1.2).
    if (x === undefined) return y === '#';
    if (y === undefined) return x === '#';
    if (x !== y && x !== '+' && y !== '+') return false;
  }
  return true;
}

/** True for a filter that a device may be given at all: well formed, on one line of an ACL file, without $ topics. */
export function isPlainTopic(topic: string): boolean {
  return (
    topic.length > 0 &&
    topic.length <= 200 &&
    !/[+#\p{Cc}\u2028\u2029]/u.test(topic) &&
    !topic.startsWith('$')
  );
}
