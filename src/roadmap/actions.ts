import { Notification } from '@jupyterlab/apputils';
import type { ICommandContext } from './commands';
import { explain, said, sentence } from './errors';
import { PANEL_ID } from './ids';

/** Opens the notebook where the learner left. */
export async function resume(context: ICommandContext): Promise<void> {
  const { app, roadmap, trans } = context;
  await told(context, async () => {
    await roadmap.load();
    const { course, failure, progress } = roadmap.state;
    if (course === null) {
      throw said(failure ?? '');
    }
    const next = course.next(progress);
    if (next) {
      await roadmap.open(next.item.id);
    } else {
      app.shell.activateById(PANEL_ID);
      Notification.info(trans.__('Every lesson that is written is done.'), {
        autoClose: 5000
      });
    }
  });
}

export async function open(
  context: ICommandContext,
  id: string | null
): Promise<void> {
  if (id !== null) {
    await told(context, () => context.roadmap.open(id));
  }
}

/** Opens a fresh copy and says where the present one is kept. */
export async function reset(
  context: ICommandContext,
  id: string | null
): Promise<void> {
  const { roadmap, documents, trans } = context;
  if (id === null) {
    return;
  }
  await told(context, async () => {
    const kept = await roadmap.reset(id);
    if (kept === null) {
      return;
    }
    Notification.success(
      trans.__('A fresh copy is open. Yours is kept as “%1”.', kept),
      {
        autoClose: 10_000,
        actions: [
          {
            label: trans.__('Open the kept copy'),
            callback: () => void documents.openOrReveal(kept)
          }
        ]
      }
    );
  });
}

export async function mark(
  context: ICommandContext,
  id: string | null,
  done: unknown
): Promise<void> {
  if (id !== null && typeof done === 'boolean') {
    await told(context, () => context.roadmap.mark(id, done));
  }
}

/** Does `work`; what goes wrong is told in a notification with the one thing to do about it. */
async function told(
  { app, trans }: ICommandContext,
  work: () => Promise<void>
): Promise<void> {
  try {
    await work();
  } catch (error) {
    const settings = 'settingeditor:open';
    const open = {
      label: trans.__('Open the settings'),
      callback: () => void app.commands.execute(settings, { query: 'Roadmap' })
    };
    // The course folder is the one thing that can be set.
    const { trouble } = explain(error, '');
    const helps = trouble === 'read-only' || trouble === 'not-a-folder';
    Notification.warning(sentence(error, trans), {
      autoClose: false,
      actions: helps && app.commands.hasCommand(settings) ? [open] : []
    });
  }
}
