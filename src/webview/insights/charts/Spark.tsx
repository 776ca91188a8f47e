const size = { width: 96, height: 18 };

/** Failures over time, as small bars. */
export function Spark({ values, name }: { values: readonly number[]; name: string }) {
  const highest = Math.max(1, ...values);
  const room = size.width / Math.max(1, values.length);
  return (
    <svg class="spark" role="img" aria-label={name} width={size.width} height={size.height}>
      <line class="base" x1={0} x2={size.width} y1={size.height - 0.5} y2={size.height - 0.5} />
      {values.map((value, at) => {
        const height = value === 0 ? 0 : Math.max(2, (value / highest) * (size.height - 2));
        return value === 0 ? null : (
          <rect
            class="part failed"
            key={at}
            x={at * room}
            y={size.height - 1 - height}
            width={Math.max(1, room - 1)}
            height={height}
          />
        );
      })}
    </svg>
  );
}
