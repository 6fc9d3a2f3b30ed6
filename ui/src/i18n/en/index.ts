// All English words; the type demands the same tree as the Chinese one.
import accounts from "./accounts";
import app from "./app";
import cases from "./cases";
import gallery from "./gallery";
import problem from "./problem";
import start from "./start";

export default { ...app, ...start, ...accounts, ...cases, ...problem, ...gallery };
