# The same on two BEAM nodes of one scheduler each: `elixir --sname caller ... beam.exs caller SERVER SECONDS IN_FLIGHT...`, beside `beam.exs server`.
defmodule Counter do
  use GenServer
  def init(n), do: {:ok, n}
  def handle_call(:next, _from, n), do: {:reply, n + 1, n + 1}
end

defmodule Bench do
  defp line(server, until, n) do
    if System.monotonic_time(:microsecond) >= until do
      n
    else
      GenServer.call(server, :next)
      line(server, until, n + 1)
    end
  end

  def measure(server, lines, seconds) do
    first = GenServer.call(server, :next)
    start = System.monotonic_time(:microsecond)
    until = start + round(seconds * 1_000_000)
    tasks = for _ <- 1..lines, do: Task.async(fn -> line(server, until, 0) end)
    calls = tasks |> Enum.map(&Task.await(&1, :infinity)) |> Enum.sum()
    elapsed = System.monotonic_time(:microsecond) - start
    true = GenServer.call(server, :next) == first + calls + 1
    calls * 1_000_000 / elapsed
  end
end

case System.argv() do
  ["server"] ->
    {:ok, _} = GenServer.start(Counter, 0, name: Counter)
    IO.puts("ready")
    Process.sleep(:infinity)

  ["caller", node, seconds | in_flight] ->
    node = String.to_atom(node)
    true = Node.connect(node)
    {seconds, _} = Float.parse(seconds)
    rates =
      for lines <- in_flight do
        lines = String.to_integer(lines)
        Bench.measure({Counter, node}, lines, seconds)
        "\"#{lines}\":#{Bench.measure({Counter, node}, lines, seconds)}"
      end
    IO.puts("{\"BEAM\":{" <> Enum.join(rates, ",") <> "}}")
end
