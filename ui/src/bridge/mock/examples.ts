// Fictional accounts and cases for the stand-in's sample centre.
// They name nobody who exists and refuse to be used as anything but 示例数据.
import type { Input, Output } from "../wire";

type SampleAccount = Output<"sample.open">["accounts"][number];
type CaseInput = Input<"cases.register">;

export const SAMPLE_ACCOUNTS: SampleAccount[] = [
  { login: "zhuren1", name: "示例主任", roles: ["centre_head"] },
  { login: "qiantai1", name: "示例前台甲", roles: ["front_desk"] },
  { login: "qiantai2", name: "示例前台乙", roles: ["front_desk"] },
  { login: "zhiyuan1", name: "示例志愿管理员", roles: ["volunteer_admin"] },
  { login: "shenji1", name: "示例审计员", roles: ["auditor"] },
];

const MATTERS: [string, string | null, CaseInput["kind"], CaseInput["channel"], CaseInput["way"], string | null][] = [
  ["老伴住院，想问临时救助怎么申请，要带什么材料", "社会救助", "inquiry", "visit", "resolved_on_spot", "告知申请条件与流程；请带身份证、户口簿、住院费用票据原件"],
  ["三号楼二单元楼道堆放杂物，影响通行，请协调清理", "环境卫生", "complaint", "phone", "taken", null],
  ["想给孩子报名四点半课堂，问还有没有名额", "青少年服务", "inquiry", "visit", "resolved_on_spot", "周三、周五还有名额，已登记意向，开课前电话通知"],
  ["暖气不热，室内只有十四度，家里有老人", "供热", "help", "hotline_12345", "taken", null],
  ["建议在小区东门加装一盏路灯，晚上太暗", "公共设施", "suggestion", "grid_member", "taken", null],
  ["老年人优待证怎么办理", "老龄服务", "inquiry", "phone", "resolved_on_spot", "带身份证和一寸照片，周一至周五到一楼窗口办理"],
  ["反映有人冒充工作人员上门收费", null, "report", "out_of_hours", "taken", null],
  ["手机不会用医保电子凭证，想学", "智慧助老", "help", "reception_room", "resolved_on_spot", "已手把手教会；邀请参加周四智能手机课"],
];

/** Cases spread over the last days before `now` (epoch ms), oldest first; `who` is an index into SAMPLE_ACCOUNTS. */
export function exampleCases(now: number, count = 140): { at: number; who: number; input: CaseInput }[] {
  return Array.from({ length: count }, (_, index) => {
    const [matter, category, kind, channel, way, reply] = MATTERS[index % MATTERS.length] ?? MATTERS[0]!;
    const anonymous = index % 11 === 6;
    return {
      at: now - (count - index) * 47 * 60_000,
      who: index % 3 === 0 ? 2 : 1,
      input: {
        channel, matter, kind, category, way, reply, materials: null, received_at: null,
        urgency: index % 9 === 3 ? ("urgent" as const) : ("normal" as const),
        visitor: { anonymous, name: anonymous ? null : "示例居民", phone: anonymous || index % 4 === 1 ? null : `1380000${String(1000 + index)}`, address: null },
      },
    };
  });
}
