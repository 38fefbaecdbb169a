import { renderersPlugin } from './renderers';

export default [renderersPlugin];
