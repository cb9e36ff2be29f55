/**
 * npm run bench:delivery -- --clients N --rate R [--seconds S] [--db postgres|pglite] [--save]
 *
 * N devices on open sockets, in groups of 20; R durable messages a second, sent at fixed times whether or not the
 * server keeps up (open loop), by devices taken at random. The server is a process of its own; all devices live
 * in one other process (`delivery-devices.ts`), so that sender and receiver read one clock. They are bare `ws`
 * speaking socket.io's framing: 5,000 real clients would measure themselves.
 *
 *   delivery   from just before the sender's write to the receiver's read, each receiver counted
 *   ack        from just before the sender's write to its ack: receive → commit → emit
 *   cpu        server and database, user + system, over the measured time, per 1,000 deliveries
 */
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { usageOf } from '#tests/support/server-process.ts';
import { type BenchServer, type DatabaseKind, openBenchServer } from './bench-server.ts';
import type { DeliveryCounts, DeliveryPlan } from './delivery-devices.ts';
import { percentile, round } from './figures.ts';
import { numberOption, openReport, textOption } from './report.ts';

const GROUP_SIZE = 20;

const report = openReport(`delivery-${numberOption('clients', 1000)}`);
const kinds = textOption('db', 'postgres,pglite').split(',') as DatabaseKind[];
for (const kind of kinds) {
  await using server = await openBenchServer(kind);
  await measure(server);
}
report.close();

async function measure(server: BenchServer): Promise<void> {
  const plan: DeliveryPlan = {
    origin: server.origin,
    clients: numberOption('clients', 1000),
    groupSize: GROUP_SIZE,
    ratePerSecond: numberOption('rate', 500),
    seconds: numberOption('seconds', 20),
    seed: numberOption('seed', 1),
  };
  const idleMb = usageOf([server.pid]).rssMb;
  let atStart = { server: 0, database: 0 };
  let used = { server: 0, database: 0 };
  let rssMb = 0;
  const cpu = () => ({
    server: usageOf([server.pid]).cpuSeconds,
    database: usageOf(server.databasePids()).cpuSeconds,
  });
  const counts = await runDevices(plan, (phase) => {
    const now = cpu();
    if (phase === 'started') atStart = now;
    else used = { server: now.server - atStart.server, database: now.database - atStart.database };
    rssMb = usageOf([server.pid]).rssMb;
  });
  const per1000 = (seconds: number): number => round((seconds / counts.received) * 1000, 4);
  report.add({
    db: server.kind,
    clients: plan.clients,
    rate: plan.ratePerSecond,
    sent: counts.sent,
    delivered: counts.received,
    lost: counts.expected - counts.received,
    doubled: counts.doubled,
    refused: counts.refused,
    deliveryP50: round(percentile(counts.deliveryMs, 50), 2),
    deliveryP95: round(percentile(counts.deliveryMs, 95), 2),
    deliveryP99: round(percentile(counts.deliveryMs, 99), 2),
    ackP50: round(percentile(counts.ackMs, 50), 2),
    ackP95: round(percentile(counts.ackMs, 95), 2),
    ackP99: round(percentile(counts.ackMs, 99), 2),
    cpuPer1000: per1000(used.server + used.database),
    cpuServer: per1000(used.server),
    cpuDatabase: per1000(used.database),
    idleRssMb: round(idleMb, 0),
    rssMb: round(rssMb, 0),
  });
}

function runDevices(
  plan: DeliveryPlan,
  onPhase: (phase: 'started' | 'ended') => void,
): Promise<DeliveryCounts> {
  return new Promise((resolve, reject) => {
    const child = fork(fileURLToPath(new URL('./delivery-devices.ts', import.meta.url)), {
      serialization: 'advanced',
    });
    child.on('message', (message: { phase: 'started' | 'ended' } | { counts: DeliveryCounts }) => {
      if ('phase' in message) onPhase(message.phase);
      else resolve(message.counts);
    });
    child.on('exit', (code) => reject(new Error(`the devices' process ended with ${code}`)));
    child.send(plan);
  });
}
