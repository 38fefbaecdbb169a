/** One sentence and at most one action, where there is nothing else to show. */
export function Message(props: {
  text: string;
  action?: string;
  onAction?: () => void;
  alert?: boolean;
}): JSX.Element {
  return (
    <div
      className="jp-PyMastery-roadmapMessage"
      role={props.alert ? 'alert' : 'status'}
    >
      <p>{props.text}</p>
      {props.action && (
        <button type="button" onClick={props.onAction}>
          {props.action}
        </button>
      )}
    </div>
  );
}
