import type { IViewProps } from '../view';

export default function GraphView(props: IViewProps<'graph'>): JSX.Element {
  return <pre>{props.text}</pre>;
}
