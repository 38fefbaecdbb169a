interface IProps {
  id: string;
  /** The class has the colour: a marker does not take that of its line. */
  className: string;
}

/** The head of an arrow, its tip at the end of the line, as large on thick lines as on thin ones. */
export function Marker({ id, className }: IProps): JSX.Element {
  return (
    <marker
      id={id}
      className={className}
      viewBox="0 0 8 8"
      refX="7.5"
      refY="4"
      markerWidth="8"
      markerHeight="8"
      markerUnits="userSpaceOnUse"
      orient="auto"
    >
      <path d="M0 0.5L8 4L0 7.5Z" />
    </marker>
  );
}
