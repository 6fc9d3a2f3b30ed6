// English: logging in, locking, accounts.
import type zh from "../zh-CN/accounts";
import type { Shape } from "../index";

const words: Shape<typeof zh> = {
  logIn: {
    title: "Log in",
    login: "Login",
    password: "Password",
    submit: "Log in",
    forgot: "Forgotten password",
    wait: "Try again in {seconds} s",
    action: "log in",
    otherPlace: "Elsewhere",
    ended: "The session has ended; please log in again. Unsaved text is still there.",
  },
  recover: {
    title: "Set a new password with the recovery code",
    lead: "Only the centre head has a recovery code. Everybody else asks the head or a system administrator.",
    login: "Login",
    code: "Recovery code",
    codeHint: "The code written down when the centre was set up",
    password: "New password",
    submit: "Set the new password",
    action: "set the password",
    newCode: "The password is set. The old code no longer works; this is the new one:",
  },
  lock: {
    title: "Locked",
    lead: "{name}, enter your password to return to the page you left; all text is still there.",
    password: "Password",
    submit: "Unlock",
    other: "Somebody else",
    otherHint: "Logs this account out; its draft stays with it",
    action: "unlock",
  },
  accounts: {
    title: "Accounts",
    hint: "Who may log in, and what they may do",
    add: "New account",
    addTitle: "New account",
    name: "Name",
    login: "Login",
    roles: "Roles",
    rolesHint: "one or more",
    created: "Created",
    password: "First password",
    passwordHint: "At least 8 characters; its owner changes it in Settings",
    submit: "Create account",
    action: "create the account",
    done: "Account {name} ({login}) created",
    count: "{n} in all",
    empty: "No other accounts yet. Create one for each person at the desk, so that cases stand under their own name.",
  },
  password: {
    title: "Change password",
    current: "Present password",
    next: "New password",
    submit: "Change password",
    done: "Password changed",
    action: "change the password",
  },
};
export default words;
