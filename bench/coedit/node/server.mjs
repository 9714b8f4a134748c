// A hocuspocus server to measure beside ours. MODE=relay keeps documents in memory only; MODE=stored commits every update to
// PostgreSQL before it is applied, relayed and acknowledged, several updates in one commit as ours does.
import { Server } from "@hocuspocus/server"
import pg from "pg"

const port = Number(process.env.PORT)
const stores = process.env.MODE === "stored"

class Log {
  waiting = []
  busy = false

  async begin() {
    this.client = new pg.Client({ connectionString: process.env.DATABASE_URL })
    await this.client.connect()
    await this.client.query("CREATE TABLE IF NOT EXISTS hocuspocus_log (id bigserial PRIMARY KEY, name text, data bytea, created_at timestamptz DEFAULT now())")
    await this.client.query("CREATE INDEX IF NOT EXISTS hocuspocus_log_name ON hocuspocus_log (name)")
  }

  append(name, data) {
    return new Promise((resolve, reject) => {
      this.waiting.push({ name, data, resolve, reject })
      if (!this.busy) this.commit()
    })
  }

  // What arrives while a commit is under way goes with the next one.
  async commit() {
    this.busy = true
    while (this.waiting.length) {
      const group = this.waiting.splice(0, 500)
      try {
        const names = group.map(row => row.name)
        const datas = group.map(row => Buffer.from(row.data))
        const text = "INSERT INTO hocuspocus_log (name, data) SELECT * FROM unnest($1::text[], $2::bytea[])"
        await this.client.query({ name: "append", text, values: [names, datas] })
        for (const row of group) row.resolve()
      } catch (error) {
        for (const row of group) row.reject(error)
      }
    }
    this.busy = false
  }
}

const log = new Log()
if (stores) await log.begin()
const [STEP_2, UPDATE] = [1, 2]
const hooks = stores
  ? {
      async beforeSync({ type, documentName, payload }) {
        const says = payload.length > 2
        if (says && (type === STEP_2 || type === UPDATE)) await log.append(documentName, payload)
      },
    }
  : {}
const server = new Server({ port, address: "127.0.0.1", quiet: true, stopOnSignals: true, ...hooks })
await server.listen()
console.log("serving")
