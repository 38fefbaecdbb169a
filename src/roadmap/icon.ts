import { LabIcon } from '@jupyterlab/ui-components';
import svgstr from '../../style/icons/roadmap.svg';

/** The icon of the sidebar; those inside it are loaded with it. */
export const roadmapIcon = new LabIcon({ name: 'pymastery:roadmap', svgstr });
