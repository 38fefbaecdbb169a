/** The host's own: there is no DOM here, but every host has it. */
declare function atob(data: string): string;

const ESCAPE = 0x80;

/** The bytes of a base64 string. */
export function bytes(text: string): Uint8Array {
  const binary = atob(text);
  const result = new Uint8Array(binary.length);
  for (let at = 0; at < binary.length; at++) {
    result[at] = binary.charCodeAt(at);
  }
  return result;
}

/** The integers of a packed column: a byte each, or the byte 0x80 and four more. */
export function unpack(text: string): Int32Array {
  const data = bytes(text);
  const view = new DataView(data.buffer);
  const result = new Int32Array(data.length);
  let count = 0;
  for (let at = 0; at < data.length; count++) {
    if (data[at] === ESCAPE && at + 5 <= data.length) {
      result[count] = view.getInt32(at + 1, true);
      at += 5;
    } else {
      result[count] = view.getInt8(at);
      at += 1;
    }
  }
  return result.subarray(0, count);
}
