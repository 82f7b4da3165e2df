/** Four tiles, one of which wants attention. Decoration: the name always stands beside it or in a label. */
export function FleetMark({ size }: { size: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 28 28" aria-hidden>
      <g fill="#3fb0a3">
        <rect x="2" y="2" width="11" height="11" rx="3" />
        <rect x="15" y="2" width="11" height="11" rx="3" opacity=".75" />
        <rect x="2" y="15" width="11" height="11" rx="3" opacity=".75" />
      </g>
      <circle cx="20.5" cy="20.5" r="5.5" fill="#ffb454" />
    </svg>
  );
}
