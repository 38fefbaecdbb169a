/**
 * How far a part of the picture reaches to the left and to the right on each level. What has been put
 * into it stays where it is; what is put in next goes to the right of that.
 */
export class Shape {
  private _left: number[] = [];
  private _right: number[] = [];
  /** The uppermost level that it is on. */
  private _top = 0;

  put(level: number, left: number, right: number): void {
    if (this._left.length === 0) {
      this._top = level;
    }
    for (; this._top > level; this._top--) {
      this._left.unshift(Infinity);
      this._right.unshift(-Infinity);
    }
    const at = level - this._top;
    while (this._left.length <= at) {
      this._left.push(Infinity);
      this._right.push(-Infinity);
    }
    this._left[at] = Math.min(this._left[at]!, left);
    this._right[at] = Math.max(this._right[at]!, right);
  }

  /** Where it ends on the levels from `first` to `last`; -Infinity where it is on none of them. */
  end(first = -Infinity, last = Infinity): number {
    let end = -Infinity;
    const stop = Math.min(last - this._top, this._right.length - 1);
    for (let at = Math.max(0, first - this._top); at <= stop; at++) {
      end = Math.max(end, this._right[at]!);
    }
    return end;
  }

  /** How far `other` has to move to the right to be right of this one on each level. */
  shiftOf(other: Shape): number {
    let shift = 0;
    const first = Math.max(this._top, other._top);
    const last = Math.min(this._bottom, other._bottom);
    for (let level = first; level < last; level++) {
      const right = this._right[level - this._top]!;
      const left = other._left[level - other._top]!;
      if (right > left + shift) {
        shift = right - left;
      }
    }
    return shift;
  }

  /** Puts all of `other` in, moved to the right. Of `other` nothing remains. */
  add(other: Shape, shift: number): void {
    // the smaller one goes into the larger one, or what is deeply nested would be copied once a level
    if (shift === 0 && other._left.length > this._left.length) {
      [this._left, other._left] = [other._left, this._left];
      [this._right, other._right] = [other._right, this._right];
      [this._top, other._top] = [other._top, this._top];
    }
    for (const [at, left] of other._left.entries()) {
      if (left < Infinity) {
        this.put(at + other._top, left + shift, other._right[at]! + shift);
      }
    }
  }

  private get _bottom(): number {
    return this._top + this._left.length;
  }
}
