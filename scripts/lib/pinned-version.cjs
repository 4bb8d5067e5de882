// Loaded into npm by node.sh. npm leaves out optional packages (the native parts of the panel's builder) that do not
// support the Node it runs on itself; ours run on the pinned one, so that is the version it must ask about.
Object.defineProperty(process, 'version', { value: process.env.PINNED_NODE_VERSION });
