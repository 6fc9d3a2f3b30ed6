// English: the page that shows every control.
import type zh from "../zh-CN/gallery";
import type { Shape } from "../index";

const words: Shape<typeof zh> = {
  gallery: {
    title: "Controls",
    hint: "Every control in its states, for checking",
    buttons: "Buttons",
    fields: "Fields",
    choices: "Choices",
    status: "Status",
    messages: "Messages",
    layers: "Layers",
    text: "Text box",
    textValue: "Some text",
    wrong: "Text box with an error",
    long: "Longer text",
    option: { a: "First option", b: "Second option", c: "Third option" },
    check: "Check box",
    date: "Date",
    openDialog: "Open dialog",
    dialogTitle: "Dialog",
    dialogText: "Says what will be done and what follows.",
    danger: "Button with consequences",
    primary: "Primary button",
    plain: "Plain button",
    disabled: "Disabled button",
    notice: "This is a notice.",
    select: "Select",
    chips: "One of several",
    table: "List",
  },
};
export default words;
