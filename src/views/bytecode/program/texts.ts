import { opcodeOf, type ICode, type IOpcode, type IProgram } from './model';

/** The name or constant at a place of a table; "" where there is none. */
function entry(program: IProgram, table: Int32Array, index: number): string {
  const text = table[index];
  return text === undefined ? '' : (program.texts[text] ?? '');
}

function looked(
  program: IProgram,
  code: ICode,
  opcode: IOpcode,
  arg: number
): string {
  switch (opcode.table) {
    case 'consts': {
      const text = code.consts[arg] ?? 0;
      const inner = program.codes[-1 - text];
      return text < 0
        ? `<code object ${inner?.name ?? ''}>`
        : entry(program, code.consts, arg);
    }
    case 'names': {
      const forms = opcode.forms ?? [['', '']];
      const [before = '', after = ''] = forms[arg % forms.length] ?? [];
      const name = entry(program, code.names, Math.floor(arg / forms.length));
      return name === '' ? '' : `${before}${name}${after}`;
    }
    case 'variables':
      return opcode.pair
        ? `${entry(program, code.variables, arg >> 4)}, ${entry(program, code.variables, arg & 15)}`
        : entry(program, code.variables, arg);
    case 'cells':
      return entry(program, code.cells, arg);
    case undefined:
      return opcode.meanings?.[String(arg)] ?? '';
  }
}

/** What the argument of an instruction stands for; of a jump, where it leads. */
export function textOf(program: IProgram, code: ICode, index: number): string {
  const target = code.targets.get(index);
  if (target !== undefined) {
    return `to ${code.labels.get(target) ?? ''}`;
  }
  if (code.texts) {
    return program.texts[code.texts[index] ?? -1] ?? '';
  }
  const opcode = opcodeOf(program, code, index);
  return opcode.operand === 'none'
    ? ''
    : looked(program, code, opcode, code.arg[index] ?? 0);
}

/** What is drawn of a text that may be of any length. */
export function clipped(text: string, most: number): string {
  return text.length > most ? `${text.slice(0, most)}\u2026` : text;
}

/** The argument of an instruction, null where it takes none. */
export function argOf(
  program: IProgram,
  code: ICode,
  index: number
): number | null {
  const arg = code.arg[index] ?? -1;
  return opcodeOf(program, code, index).operand === 'none' || arg < 0
    ? null
    : arg;
}

/** The code object that an instruction loads. */
export function loadedBy(
  program: IProgram,
  code: ICode,
  index: number
): ICode | undefined {
  const place = code.loads
    ? (code.loads.get(index) ?? -1)
    : opcodeOf(program, code, index).table === 'consts'
      ? -1 - (code.consts[code.arg[index] ?? -1] ?? 0)
      : -1;
  // an inner code object comes after the outer one: a payload that says otherwise goes round in a circle
  return place > code.place ? program.codes[place] : undefined;
}
