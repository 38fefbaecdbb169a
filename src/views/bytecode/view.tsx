import type { IViewProps } from '../view';

export default function BytecodeView(
  props: IViewProps<'bytecode'>
): JSX.Element {
  return <pre>{props.text}</pre>;
}
