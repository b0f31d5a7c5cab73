-- The load of serve.py: asks for the lines of the file ASKS (path, tab, cookie) in turn, each
-- thread from another place, and says at the end as one line of JSON how it went.

local requests, at, threads = {}, 0, 0

function setup(thread)
  threads = threads + 1
  thread:set("number", threads)
end

function init(args)
  for line in io.lines(os.getenv("ASKS")) do
    local path, cookie = line:match("^(.-)\t(.*)$")
    local headers = { ["Accept-Encoding"] = "identity" }
    if cookie ~= "" then headers["Cookie"] = cookie end
    requests[#requests + 1] = wrk.format("GET", path, headers)
  end
  at = number * 7919
end

function request()
  at = at + 1
  return requests[at % #requests + 1]
end

function done(summary, latency, requests)
  local bad = summary.errors.status + summary.errors.timeout + summary.errors.read + summary.errors.connect
  print(string.format('{"rate": %f, "p50": %f, "p95": %f, "bad": %d}',
    summary.requests / (summary.duration / 1e6), latency:percentile(50) / 1e3, latency:percentile(95) / 1e3, bad))
end
