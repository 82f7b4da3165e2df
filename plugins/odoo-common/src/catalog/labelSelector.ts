/**
 * Whether labels are what a Kubernetes label selector asks for: `a=b`, `a==b`, `a!=b`, `a`, `!a`, `a in (b,c)`, `a notin (b,c)`,
 * joined by commas. A selector that can't be read matches nothing.
 */
export function matchesLabels(
  selector: string,
  labels: Readonly<Record<string, string>>,
): boolean {
  const requirements = selector.match(/(?:[^,(]|\([^)]*\))+/g) ?? [];
  return (
    requirements.length > 0 &&
    requirements.every(requirement => meets(requirement.trim(), labels))
  );
}

function meets(
  requirement: string,
  labels: Readonly<Record<string, string>>,
): boolean {
  const set = /^(\S+)\s+(in|notin)\s*\(([^)]*)\)$/.exec(requirement);
  if (set) {
    const values = set[3].split(',').map(value => value.trim());
    const among = values.includes(labels[set[1]]);
    return set[2] === 'in' ? among : !among;
  }
  const equality = /^([^\s=!]+)\s*(==|=|!=)\s*([^\s=!]*)$/.exec(requirement);
  if (equality) {
    const same = labels[equality[1]] === equality[3];
    return equality[2] === '!=' ? !same : same;
  }
  const presence = /^(!?)\s*([^\s=!]+)$/.exec(requirement);
  return presence !== null && presence[2] in labels === (presence[1] === '');
}
