//! What the invented residents of the sample come for, and what they are called.

/// A matter with what the desk did about it.
pub struct Matter {
    /// 来访方式.
    pub channel: &'static str,
    /// 性质.
    pub kind: &'static str,
    /// 类别.
    pub category: &'static str,
    /// 诉求内容.
    pub text: &'static str,
    /// 所收材料.
    pub materials: Option<&'static str>,
    /// 答复内容; none: 受理待办.
    pub reply: Option<&'static str>,
}

const fn matter(
    channel: &'static str,
    kind: &'static str,
    category: &'static str,
    text: &'static str,
    reply: Option<&'static str>,
) -> Matter {
    Matter {
        channel,
        kind,
        category,
        text,
        materials: None,
        reply,
    }
}

/// In turn.
pub const MATTERS: &[Matter] = &[
    matter(
        "visit",
        "inquiry",
        "社会救助",
        "老伴住院，想问临时救助怎么申请、要带什么材料",
        Some("告知申请条件和流程；请带身份证、户口簿、住院费用票据原件"),
    ),
    matter("phone", "help", "供热", "家里暖气不热，老人孩子受冻", None),
    matter(
        "visit",
        "inquiry",
        "养老服务",
        "问老年人优待证怎么办",
        Some("年满六十五周岁，带身份证和一寸照片，当场可以填表"),
    ),
    matter(
        "visit",
        "complaint",
        "环境卫生",
        "楼道里堆放杂物，上下楼不方便，也怕着火",
        None,
    ),
    matter(
        "reception_room",
        "suggestion",
        "公共设施",
        "建议在小广场加两盏路灯",
        None,
    ),
    matter(
        "visit",
        "help",
        "智能手机",
        "手机不会交医保，请人教一教",
        Some("志愿者现场教会，并告知周四的智能手机课堂"),
    ),
    Matter {
        channel: "visit",
        kind: "help",
        category: "就业",
        text: "想登记找工作，会做饭和保洁",
        materials: Some("求职登记表 1 份"),
        reply: None,
    },
    matter(
        "hotline_12345",
        "complaint",
        "噪音",
        "楼下夜里装修，影响休息",
        None,
    ),
    matter(
        "phone",
        "inquiry",
        "医疗保障",
        "问慢性病门诊能不能报销",
        Some("告知备案要求和定点医院，建议先到窗口备案"),
    ),
    matter(
        "grid_member",
        "report",
        "安全隐患",
        "有人在楼下给电动车拉线充电",
        None,
    ),
    matter(
        "visit",
        "inquiry",
        "功能室",
        "舞蹈队想用舞蹈室，问怎么预约",
        Some("告知预约办法，并登记了联系方式"),
    ),
    matter(
        "secretarys_tea",
        "suggestion",
        "文体活动",
        "建议给孩子们开个书法班",
        None,
    ),
    matter(
        "visit",
        "help",
        "证明材料",
        "需要居住证明，单位要用",
        Some("核对后当场出具"),
    ),
    matter("letter", "complaint", "物业管理", "电梯总坏，物业不及时修", None),
    matter(
        "online",
        "inquiry",
        "志愿服务",
        "想当志愿者，问怎么报名",
        Some("告知报名方式，本周六上午可以来面谈"),
    ),
    matter(
        "out_of_hours",
        "help",
        "困难帮扶",
        "独居老人忘带钥匙，进不了家门",
        Some("联系网格员和开锁师傅，当晚已进门"),
    ),
];

const SURNAMES: &[&str] = &[
    "张", "王", "李", "刘", "仇", "单", "查", "盖", "覃", "曾", "解", "万俟", "欧阳", "任", "华", "翟",
];
const GIVEN: &[&str] = &[
    "伟", "玉梅", "国强", "丽华", "秀英", "建国", "春生", "晓东", "桂兰", "志明", "小雪", "永红", "月",
];

/// The invented name of this number; some come twice, as they do in life.
#[must_use]
pub fn name(nth: usize) -> String {
    let surname = SURNAMES[nth * 5 % SURNAMES.len()];
    format!("{surname}{}", GIVEN[nth * 7 % GIVEN.len()])
}
