/** What fills the parts that wait. @param id of its own in each chart */
export function Hatch({ id }: { id: string }) {
  return (
    <defs>
      <pattern id={id} width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
        <rect class="hatch" width="2" height="5" />
      </pattern>
    </defs>
  );
}
