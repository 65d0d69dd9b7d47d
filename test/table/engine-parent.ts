import { startDynamo } from '../../local/cloud/dynamo-engine.ts';

/** Starts an engine on the file it is given, says so, and waits to be killed. */
const [, , file = ''] = process.argv;
const { url } = await startDynamo({ file });
console.log(url);
setInterval(() => {}, 60_000);
