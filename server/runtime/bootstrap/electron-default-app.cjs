'use strict';
// Stand-in for Electron's default_app (packaged apps ship without it). Placed in resources/default_app.asar.
// Usage: electron [--version|--abi] [-r module]... [chromium switches] APPDIR|main.js [app args]
const { app } = require('electron'),
  fs = require('fs'),
  path = require('path'),
  url = require('url'),
  Module = require('module');
const argv = process.argv.slice(1);
let file = null;
const req = [];
for (let i = 0; i < argv.length; i++) {
  const a = argv[i];
  if (a === '--version' || a === '-v') {
    console.log('v' + process.versions.electron);
    process.exit(0);
  } else if (a === '--abi' || a === '-a') {
    console.log(process.versions.modules);
    process.exit(0);
  } else if (a === '-r' || a === '--require') req.push(argv[++i]);
  else if (a.startsWith('-')) continue;
  else {
    file = a;
    break;
  }
}
if (req.length) Module._preloadModules(req);
if (!file) {
  console.error('usage: electron [-r module] APPDIR');
  process.exit(2);
}
Object.defineProperty(process, 'defaultApp', { configurable: false, enumerable: true, value: true });
(async () => {
  try {
    const dir = path.resolve(file.startsWith('file:') ? url.fileURLToPath(file) : file),
      pj = path.join(dir, 'package.json');
    let appPath,
      p = {};
    if (fs.existsSync(pj)) {
      p = JSON.parse(fs.readFileSync(pj, 'utf8'));
      if (p.version) app.setVersion(p.version);
      app.name = p.productName || p.name || app.name;
      if (app.setDesktopName) app.setDesktopName(p.desktopName || app.name + '.desktop');
      if (p.v8Flags) require('v8').setFlagsFromString(p.v8Flags);
      appPath = dir;
    }
    const main = Module._resolveFilename(dir, null, true);
    app.setAppPath(appPath || path.dirname(main));
    if (/\.mjs$/.test(main) || (p.type === 'module' && !/\.cjs$/.test(main)))
      await import(url.pathToFileURL(main).href);
    else Module._load(main, Module, true);
  } catch (e) {
    console.error('Error launching app\n' + (e.stack || e));
    process.exit(1);
  }
})();
