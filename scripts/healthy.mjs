// The health check of an image without curl: `node scripts/healthy.mjs URL` ends with 0 where the address answers 200.
const { status } = await fetch(process.argv[2], { signal: AbortSignal.timeout(5_000) }).catch(() => ({ status: 0 }))
process.exitCode = status === 200 ? 0 : 1
