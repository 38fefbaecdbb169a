import { kernelPlugin } from './kernel/plugin';
import { renderersPlugin } from './renderers';
import { commandsPlugin } from './roadmap/plugins/commands';
import { coursePlugin } from './roadmap/plugins/course';
import { launcherPlugin } from './roadmap/plugins/launcher';
import { panelPlugin } from './roadmap/plugins/panel';

export default [
  renderersPlugin,
  coursePlugin,
  panelPlugin,
  commandsPlugin,
  launcherPlugin,
  kernelPlugin
];
