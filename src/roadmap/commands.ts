import type { JupyterFrontEnd } from '@jupyterlab/application';
import { Notification } from '@jupyterlab/apputils';
import type { IDocumentManager } from '@jupyterlab/docmanager';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { CommandRegistry } from '@lumino/commands';
import type {
  ReadonlyJSONObject,
  ReadonlyPartialJSONObject
} from '@lumino/coreutils';
import type * as Actions from './actions';
import { noAnswer } from './arrival';
import { roadmapIcon } from './icon';
import { PANEL_ID, commands } from './ids';
import type { IRoadmap } from './tokens';

export interface ICommandContext {
  app: JupyterFrontEnd;
  roadmap: IRoadmap;
  documents: IDocumentManager;
  trans: TranslationBundle;
}

type Options = CommandRegistry.ICommandOptions;
type Args = ReadonlyPartialJSONObject;

/** The commands by id. What they do is loaded when the first of them runs. */
export function commandOptions(
  context: ICommandContext
): Record<string, Options> {
  const { trans } = context;
  const topic = {
    type: 'string',
    description: trans.__('The id of a topic or exercise of the course')
  };
  const pointed = {
    type: 'boolean',
    description: trans.__('Whether the topic under the context menu is meant')
  };
  const done = {
    type: 'boolean',
    description: trans.__('Whether it is done; else that is switched')
  };
  return {
    [commands.show]: show(context),
    [commands.resume]: {
      label: trans.__('Continue the Course'),
      caption: trans.__('Open the notebook where you left'),
      describedBy: { args: { type: 'object', properties: {} } },
      execute: () => act(context, ({ resume }) => resume(context))
    },
    [commands.open]: {
      ...onLesson(context, { topic }),
      label: trans.__('Open Notebook of Topic'),
      caption: trans.__('Open your copy of the notebook'),
      execute: args =>
        act(context, ({ open }) => open(context, target(context, args)))
    },
    [commands.reset]: {
      ...onLesson(context, { topic, pointed }),
      label: trans.__('Reset This Notebook'),
      caption: trans.__('Open a fresh copy and keep the present one beside it'),
      execute: args =>
        act(context, ({ reset }) => reset(context, target(context, args)))
    },
    [commands.mark]: {
      ...onLesson(context, { topic, pointed, done }),
      label: args =>
        isDone(context, args)
          ? trans.__('Mark as Not Done')
          : trans.__('Mark as Done'),
      caption: trans.__('Count the topic as done, or no longer'),
      execute: args => {
        const id = target(context, args);
        const done = args['done'] ?? !isDone(context, args);
        return act(context, ({ mark }) => mark(context, id, done));
      }
    }
  };
}

function show({ app, trans }: ICommandContext): Options {
  return {
    label: args =>
      args['isLauncher'] ? trans.__('Roadmap') : trans.__('Open the Roadmap'),
    caption: trans.__('Show the phases and topics of the course'),
    icon: roadmapIcon,
    describedBy: {
      args: {
        type: 'object',
        properties: {
          isLauncher: {
            type: 'boolean',
            description: trans.__('Whether it is labelled for the launcher')
          }
        }
      }
    },
    execute: () => app.shell.activateById(PANEL_ID)
  };
}

/** What the commands on one lesson have in common. */
function onLesson(
  context: ICommandContext,
  properties: ReadonlyJSONObject
): Pick<Options, 'describedBy' | 'isEnabled'> {
  return {
    describedBy: { args: { type: 'object', properties } },
    isEnabled: args => target(context, args) !== null
  };
}

async function act(
  { trans }: ICommandContext,
  work: (actions: typeof Actions) => Promise<void>
): Promise<void> {
  let actions: typeof Actions;
  try {
    actions = await import(
      /* webpackChunkName: "roadmap-actions" */ './actions'
    );
  } catch {
    Notification.warning(noAnswer(trans), { autoClose: false });
    return;
  }
  await work(actions);
}

function isDone(context: ICommandContext, args: Args): boolean {
  const id = target(context, args);
  return id !== null && context.roadmap.state.progress.of(id).done;
}

/** The lesson a command is for: the one named, the one under the context menu, or that of the notebook in front. */
function target(
  { app, roadmap, documents }: ICommandContext,
  args: Args
): string | null {
  const { topic, pointed } = args;
  if (typeof topic === 'string') {
    return topic;
  }
  if (pointed === true) {
    const node = app.contextMenuHitTest(one => 'lesson' in one.dataset);
    return node?.dataset['lesson'] ?? null;
  }
  const widget = app.shell.currentWidget;
  const path = widget && documents.contextForWidget(widget)?.path;
  return path ? roadmap.lessonAt(path) : null;
}
