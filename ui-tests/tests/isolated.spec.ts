import { test } from '../fixtures/jupyter';
import { Roadmap } from '../fixtures/roadmap';

test('the wheel alone brings the sidebar, the lesson and the views', async ({
  jupyter
}) => {
  await new Roadmap(jupyter).runFirstLesson();
  await jupyter.screenshot('isolated');
});
