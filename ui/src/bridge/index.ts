// The door to the core. Everything outside this folder imports from here and from nowhere deeper.
// It refuses to hold rules or words: it carries questions and answers.
export { CODES } from "./generated";
export { connect, onRefusal, onTags, operate } from "./operate";
export { goTo, place } from "./place";
export { forgetReads, queries, ReadFailed, useCasePages, useRead } from "./reads";
export type { FailedResult, ReadName } from "./reads";
export { newRequestId, RequestId } from "./request-id";
export type { KeptAttempt } from "./request-id";
export { insideTauri } from "./tauri";
export { chooseTransport } from "./transport";
export type { Code, Facts, Input, OperationName, Output, Place, Problem, Reason, Result, Tag } from "./wire";
