// Reads for components: cached by operation, place and input; refetched when a write's tags say they are stale.
// It refuses to guess what changed: only tags make anything stale.
import { QueryClient, useInfiniteQuery, useQuery } from "@tanstack/vue-query";
import { computed, toValue, type MaybeRefOrGetter } from "vue";
import { OPERATIONS } from "./generated";
import { onTags, operate } from "./operate";
import { place } from "./place";
import type { Input, OperationName, Operations, Output, Place, Result, Tag } from "./wire";

export type ReadName = { [N in OperationName]: Operations[N]["kind"] extends "read" ? N : never }[OperationName];
export type FailedResult = Exclude<Result<unknown>, { is: "done" }>;

/** Why a read gave nothing: refused, broken or unanswered. */
export class ReadFailed extends Error {
  constructor(readonly result: FailedResult) {
    super(result.is);
  }
}

export const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: Infinity,
      gcTime: 5 * 60_000,
      refetchOnWindowFocus: false,
      networkMode: "always",
      retry: (count, error) => count < 1 && error instanceof ReadFailed && error.result.is === "unanswered",
      retryDelay: 400,
    },
    mutations: { networkMode: "always" },
  },
});

type ReadKey = readonly [ReadName, Place, ...unknown[]];
/** Queries whose present fetch was caused by somebody's publication and not by the person here. */
const passiveNow = new Set<string>();

async function fetchRead<N extends ReadName>(name: N, at: Place, input: Input<N>, hash: string): Promise<Output<N>> {
  const result = await operate(name, input, { place: at, passive: passiveNow.has(hash) });
  if (result.is !== "done") throw new ReadFailed(result);
  return result.output;
}

const isStale = (key: ReadKey, at: Place, tags: readonly Tag[]): boolean =>
  key[1] === at && OPERATIONS[key[0]].tags.some((tag) => tags.includes(tag));

/** Mark every read that provides one of `tags` as stale; shown ones are fetched again. */
export function invalidate(at: Place, tags: readonly Tag[], mine: boolean): void {
  const stale = queries.getQueryCache().findAll({ predicate: (query) => isStale(query.queryKey as unknown as ReadKey, at, tags) });
  if (!mine) stale.forEach((query) => passiveNow.add(query.queryHash));
  void queries
    .invalidateQueries({ predicate: (query) => stale.includes(query) })
    .finally(() => stale.forEach((query) => passiveNow.delete(query.queryHash)));
}

onTags(({ place: at, tags, mine }) => invalidate(at, tags, mine));

/** Personal data must not outlive the session that was allowed to see it. */
export function forgetReads(): void {
  passiveNow.clear();
  queries.removeQueries({ predicate: (query) => query.queryKey[0] !== "centre.status" });
}

const hashOf = (key: ReadKey): string => queries.getQueryCache().findAll({ queryKey: key, exact: true })[0]?.queryHash ?? "";

/** One read, live for as long as the component is. */
export function useRead<N extends ReadName>(name: N, input: MaybeRefOrGetter<Input<N>>, enabled: MaybeRefOrGetter<boolean> = true) {
  const queryKey = computed<ReadKey>(() => [name, place.value, toValue(input)]);
  return useQuery<Output<N>, ReadFailed>({
    queryKey,
    enabled: computed(() => toValue(enabled)),
    queryFn: () => fetchRead(name, queryKey.value[1], toValue(input), hashOf(queryKey.value)),
  });
}

/** The list of cases page by page; each page starts after the one before. */
export function useCasePages(input: MaybeRefOrGetter<Omit<Input<"cases.list">, "after">>) {
  const queryKey = computed<ReadKey>(() => ["cases.list", place.value, toValue(input), "pages"]);
  return useInfiniteQuery<Output<"cases.list">, ReadFailed, { pages: Output<"cases.list">[] }, ReadKey, string | null>({
    queryKey: queryKey as never,
    initialPageParam: null,
    getNextPageParam: (last) => last.next,
    queryFn: ({ pageParam }) => fetchRead("cases.list", queryKey.value[1], { ...toValue(input), after: pageParam }, hashOf(queryKey.value)),
  });
}
