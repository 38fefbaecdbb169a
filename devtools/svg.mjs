/** Jest reads an icon as its text, as the bundler does. */
export default {
  process: text => ({
    code: `exports.__esModule = true; exports.default = ${JSON.stringify(text)};`
  })
};
