// 中文全部文字。The shape of this object is the shape every language must have.
import accounts from "./accounts";
import app from "./app";
import cases from "./cases";
import gallery from "./gallery";
import problem from "./problem";
import start from "./start";

export default { ...app, ...start, ...accounts, ...cases, ...problem, ...gallery };
