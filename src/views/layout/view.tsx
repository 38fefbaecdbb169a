import type { IViewProps } from '../view';

export default function LayoutView(props: IViewProps<'layout'>): JSX.Element {
  return <pre>{props.text}</pre>;
}
