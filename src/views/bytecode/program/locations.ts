/** Where each instruction comes from as the interpreter's table says it: columns count bytes of UTF-8. */
export interface ILocations {
  /** 0 where it is not known. */
  line: Int32Array;
  endLine: Int32Array;
  /** -1 where it is not known. */
  column: Int32Array;
  endColumn: Int32Array;
}

const NO_LINE = -128;

/** Fills the columns of the instructions that begin in the next code units with one location. */
class Writer {
  readonly result: ILocations;
  line: number;

  /**
   * @param units - The code unit that each instruction begins at; one more, the end.
   */
  constructor(
    private readonly _units: Int32Array,
    firstLine: number
  ) {
    const count = _units.length - 1;
    this.line = firstLine;
    this.result = {
      line: new Int32Array(count),
      endLine: new Int32Array(count),
      column: new Int32Array(count).fill(-1),
      endColumn: new Int32Array(count).fill(-1)
    };
  }

  /** The next `count` code units come from here; `further` is -1 where nothing is known. */
  add(count: number, further: number, column: number, endColumn: number): void {
    this._unit += count;
    const { line, endLine, column: start, endColumn: end } = this.result;
    for (
      ;
      this._index < line.length && (this._units[this._index] ?? 0) < this._unit;
      this._index++
    ) {
      if (further >= 0 && this.line > 0) {
        line[this._index] = this.line;
        endLine[this._index] = this.line + further;
        start[this._index] = column;
        end[this._index] = endColumn;
      }
    }
  }

  private _unit = 0;
  private _index = 0;
}

/** Reads numbers of six bits a byte, the lowest first. */
class Reader {
  at = 0;

  constructor(private readonly _data: Uint8Array) {}

  get isDone(): boolean {
    return this.at >= this._data.length;
  }

  byte(): number {
    return this._data[this.at++] ?? 0;
  }

  number(): number {
    let value = 0;
    for (let shift = 0; ; shift += 6) {
      const byte = this.byte();
      value += (byte & 63) * 2 ** shift;
      if (!(byte & 64) || shift > 24) {
        return value;
      }
    }
  }

  signed(): number {
    const value = this.number();
    return value & 1 ? -(value >> 1) : value >> 1;
  }
}

/** Reads one entry of a table of 3.11 and later: Objects/locations.md. */
function readEntry(reader: Reader, writer: Writer): void {
  const first = reader.byte();
  const kind = (first >> 3) & 15;
  const units = (first & 7) + 1;
  if (kind === 15) {
    writer.add(units, -1, -1, -1);
  } else if (kind === 14) {
    writer.line += reader.signed();
    const further = reader.number();
    const column = reader.number() - 1;
    writer.add(units, further, column, reader.number() - 1);
  } else if (kind === 13) {
    writer.line += reader.signed();
    writer.add(units, 0, -1, -1);
  } else if (kind >= 10) {
    writer.line += kind - 10;
    const column = reader.byte();
    writer.add(units, 0, column, reader.byte());
  } else {
    const second = reader.byte();
    const column = (kind << 3) | (second >> 4);
    writer.add(units, 0, column, column + (second & 15));
  }
}

/** Reads one entry of a table of 3.10: Objects/lnotab_notes.txt. */
function readPair(reader: Reader, writer: Writer): void {
  const units = reader.byte() >> 1;
  const step = (reader.byte() << 24) >> 24;
  if (step === NO_LINE) {
    writer.add(units, -1, -1, -1);
  } else {
    writer.line += step;
    writer.add(units, 0, -1, -1);
  }
}

/**
 * The location of each instruction.
 *
 * @param table - The bytes of a code object's location table.
 * @param units - The code unit that each instruction begins at; one more, the end.
 */
export function readLocations(
  format: 'columns' | 'lines',
  table: Uint8Array,
  units: Int32Array,
  firstLine: number
): ILocations {
  const reader = new Reader(table);
  const writer = new Writer(units, firstLine);
  while (!reader.isDone) {
    (format === 'columns' ? readEntry : readPair)(reader, writer);
  }
  return writer.result;
}
