import type { IViewProps } from '../view';

export default function CheckView(props: IViewProps<'check'>): JSX.Element {
  return <pre>{props.text}</pre>;
}
