/**
 * Node's plain HTTP, past the module loader: `import … from 'node:http'` reads all its exports, one of which brings in
 * Node's whole fetch and WebSocket client. That is 15 ms of a cold start, and nobody here calls them.
 */
export const http = process.getBuiltinModule('node:http');
