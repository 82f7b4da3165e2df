// Prints a free port of the loopback interface. With a port as argument: exits with 1 when that one is taken.
const net = require('node:net');

const wanted = Number(process.argv[2] ?? 0);
const server = net.createServer();
server.once('error', () => process.exit(1));
server.listen({ host: '127.0.0.1', port: wanted, exclusive: true }, () => {
  const { port } = server.address();
  server.close(() => console.log(port));
});
