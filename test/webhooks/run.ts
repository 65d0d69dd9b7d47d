import { conformanceCommand } from './runner/command.ts';

process.exitCode = await conformanceCommand(process.argv.slice(2), (line) => console.log(line));
