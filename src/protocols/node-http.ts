/**
 * Node's HTTP and HTTPS, not as `import … from 'node:http'`: a module that imports from it is given all that it
 * exports, and with its `WebSocket` comes a second HTTP client, of 14 MB of resident memory (Node 24).
 */
export const http = process.getBuiltinModule('node:http');
export const https = process.getBuiltinModule('node:https');
