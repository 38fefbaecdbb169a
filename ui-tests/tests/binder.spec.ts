import { test as base } from '@playwright/test';
import { Jupyter } from '../fixtures/jupyter';
import { Roadmap } from '../fixtures/roadmap';
import { startServer } from '../fixtures/server';

const test = base.extend<{ jupyter: Jupyter }>({
  jupyter: async ({ page }, use) => {
    const server = await startServer({
      name: 'binder',
      app: 'jupyterlab',
      baseUrl: '/user/learner-1x2y/'
    });
    await use(new Jupyter(page, server));
    await server.stop();
  }
});

test('under a Hub’s base URL the course is found and runs', async ({
  jupyter
}) => {
  await new Roadmap(jupyter).runFirstLesson();
  await jupyter.screenshot('binder');
});
