import type { ProblemTexts } from './problem-text.ts';

export const ZH_CN: ProblemTexts = {
  bad_request: {
    detail: '请求格式不正确，有问题的字段见`errors`。未作任何更改。',
    nextStep: '请改正这些字段后重新提交。',
  },
  body_not_json: {
    detail: '请求正文不是有效的JSON。未作任何更改。',
    nextStep: '请以UTF-8编码的JSON提交。',
  },
  body_too_large: {
    detail: '请求正文过大。未作任何更改。',
    nextStep: '请将正文控制在`maxBytes`字节以内。',
  },
  idempotency_key_missing: {
    detail: '缺少`Idempotency-Key`请求头，或其值无法使用。没有扣款。',
    nextStep: '请为每个订单提供一个新的值，长度为8至128个可见字符。',
  },
  idempotency_key_reused: {
    detail: '此`Idempotency-Key`已用于另一个订单。没有扣款。',
    nextStep: '新订单请使用新的值。',
  },
  unauthenticated: {
    detail: '您尚未登录，或登录已过期。',
    nextStep: '请重新登录。',
  },
  issuer_unavailable: {
    detail: '目前无法验证登录状态。没有扣款。',
    nextStep: '请一分钟后再试。',
  },
  not_found: {
    detail: '此地址没有内容。',
    nextStep: '请检查地址是否正确。',
  },
  line_not_found: {
    detail: '您的名下没有这张SIM卡。',
    nextStep: '请选择您名下的SIM卡，或登录该卡所属的账户。',
  },
  renewal_not_found: {
    detail: '您的名下没有此次续期。',
    nextStep: '请从您的续期记录中选择，或登录下单时使用的账户。',
  },
  plan_not_found: {
    detail: '此套餐未在销售。没有扣款。',
    nextStep: '请选择其他套餐。',
  },
  plan_not_for_line: {
    detail: '这张SIM卡不能使用此套餐。没有扣款。',
    nextStep: '请从这张卡可选的套餐中选择。',
  },
  line_in_review: {
    detail: '我们正在人工核实这张SIM卡之前的续期，在此期间无法续期。没有扣款。',
    nextStep: '请等待核实完毕，届时会通知您。',
  },
  line_recycled: {
    detail: '这张SIM卡的号码已分配给另一张卡，无法再续期。没有扣款。',
    nextStep: '如需继续使用，请购买新的SIM卡。',
  },
  too_many_periods: {
    detail: '这张SIM卡等待启用的有效期已达上限。没有扣款。',
    nextStep: '请在其中一个有效期结束后再续期。',
  },
  cannot_start_early: {
    detail: '此套餐不能在现有有效期结束前开始。没有扣款。',
    nextStep: '请去掉`startsEarly`后重新下单。',
  },
  currency_not_offered: {
    detail: '此套餐不以这种货币出售。没有扣款。',
    nextStep: '请从套餐的`prices`中选择货币。',
  },
  plan_not_available: {
    detail: '运营商目前不为这张SIM卡提供此套餐。没有扣款。',
    nextStep: '请选择其他套餐。',
  },
  carrier_unavailable: {
    detail: '目前无法连接运营商。没有扣款。',
    nextStep: '请一分钟后再试。',
  },
  carrier_maintenance: {
    detail: '运营商正在维护，如已知结束时间，见`until`。没有扣款。',
    nextStep: '请在维护结束后再试。',
  },
  carrier_float_low: {
    detail: '此续期目前暂停销售。没有扣款。',
    nextStep: '请选择其他套餐，或稍后再试。',
  },
  carrier_not_found: {
    detail: '没有这个运营商账户。',
    nextStep: '请从运营商列表中选择。',
  },
  line_not_renewable: {
    detail: '这张SIM卡已到期，无法再续期。没有扣款。',
    nextStep: '如需继续使用，请购买新的SIM卡。',
  },
  preview_outdated: {
    detail: '在您查看之后，价格或到期时间等条件有变。没有扣款。',
    nextStep: '请重新查看后再下单。',
  },
  promotion_unknown: {
    detail: '没有与此优惠码对应的活动。没有扣款。',
    nextStep: '请检查优惠码是否正确，或不使用优惠码下单。',
  },
  promotion_expired: {
    detail: '此优惠码的活动已结束。没有扣款。',
    nextStep: '请不使用优惠码下单，或换一个优惠码。',
  },
  promotion_used_up: {
    detail: '此优惠的名额已用完。没有扣款。',
    nextStep: '请重新查看价格后再下单。',
  },
  promotion_not_for_plan: {
    detail: '此优惠不适用于该套餐或该货币。没有扣款。',
    nextStep: '请选择其他套餐或货币，或不使用优惠码下单。',
  },
  promotion_first_only: {
    detail: '此优惠仅限首次续期，而这张SIM卡已经续期过。没有扣款。',
    nextStep: '请不使用优惠码下单。',
  },
  promotion_already_used: {
    detail: '这张SIM卡已经使用过此优惠。没有扣款。',
    nextStep: '请不使用此优惠下单。如果优惠被未付款的订单占用，请支付或取消该订单。',
  },
  bad_signature: {
    detail: '签名与正文不符。',
    nextStep: '请用此端点的密钥对所发送的正文签名。',
  },
  notice_unreadable: {
    detail: '签名正确，但内容无法读取。',
    nextStep: '请稍后重新发送。',
  },
  unknown_payment: {
    detail: '这里尚无此笔付款的记录。',
    nextStep: '请稍后重新发送。',
  },
  method_not_offered: {
    detail: '此价格不支持这种付款方式。没有扣款。',
    nextStep: '请从套餐的`methods`中选择付款方式。',
  },
  renewal_not_payable: {
    detail: '此次续期已不在等待付款，目前状态见`renewalStatus`。没有再次扣款。',
    nextStep: '请查看此次续期，如仍需要请重新下单。',
  },
  renewal_not_cancellable: {
    detail: '只有未付款的续期才能取消，目前状态见`renewalStatus`。',
    nextStep: '请查看此次续期，了解后续处理。',
  },
  payment_under_way: {
    detail: '正在处理此次续期的一笔付款。',
    nextStep: '请等待结果，暂勿再次付款。',
  },
  too_many_payments: {
    detail: '此次续期尝试付款的次数过多。没有扣款。',
    nextStep: '请取消后重新下单。',
  },
  exit_not_open: {
    detail: '此次续期不能这样处理，可能状态已有变化。',
    nextStep: '请重新查看，可选的处理方式见`exits`。',
  },
  job_not_found: {
    detail: '没有这项人工任务。',
    nextStep: '请从任务列表中选择。',
  },
  job_closed: {
    detail: '此任务已关闭：已有人处理，或已超过时限且款项将退回，具体见`jobState`。未作任何更改。',
    nextStep: '如果您已为SIM卡续期，请在运营商处撤销。',
  },
  not_refundable: {
    detail: '此套餐按生效后不可退款的条件出售，付款前已告知用户。',
    nextStep: '请向用户说明。未能提供的部分会自动退款。',
  },
  forbidden: {
    detail: '此处仅供工作人员使用，您的账户没有相应权限。',
    nextStep: '请使用工作人员账户登录。',
  },
  receipt_not_ready: {
    detail: '续期生效或退款之后才有收据。',
    nextStep: '请届时再查看，目前状态见`renewalStatus`。',
  },
  busy: {
    detail: '同一时刻有其他操作正在进行，未能完成。',
    nextStep: '请用相同的`Idempotency-Key`再试一次。',
  },
  payment_provider_unavailable: {
    detail: '无法打开付款页面。没有扣款。',
    nextStep: '请用相同的`Idempotency-Key`再试一次。',
  },
  payment_outcome_unknown: {
    detail: '目前无法向支付机构查询，因此还不能确定您是否已付款。',
    nextStep: '请勿再次付款，我们会继续查询。',
  },
  link_not_valid: {
    detail: '此链接无效，未扣款。',
    nextStep: '请从收到的消息中重新打开完整链接。',
  },
  link_expired: {
    detail: '此链接已过期或已被撤回，未扣款。',
    nextStep: '请打开最新消息中的链接，或登录。',
  },
  line_bound: {
    detail: '这张SIM卡已绑定到其他账户。',
    nextStep: '请先在该账户中解除绑定，或联系客服。',
  },
  proof_not_accepted: {
    detail: 'ICCID与验证码不匹配。',
    nextStep: '请查看SIM卡随附的资料，如已遗失，请联系客服。',
  },
  too_many_tries: {
    detail: '尝试次数过多。',
    nextStep: '请等到`until`之后再试，或请客服代为绑定。',
  },
  contact_not_found: {
    detail: '这张SIM卡没有绑定此类联系方式，未作任何更改。',
    nextStep: '请先绑定联系方式。',
  },
  contact_in_trouble: {
    detail: '发往此联系方式的消息被退回，原因见`state`，未作任何更改。',
    nextStep: '请重新验证。如为`stopped`，请先用该号码回复START。',
  },
  country_not_served: {
    detail: '我们不向该国家发送短信，未作任何更改。',
    nextStep: '请改为绑定电子邮箱。',
  },
  too_many_codes: {
    detail: '这张SIM卡请求验证码的次数过多，未作任何更改。',
    nextStep: '请一小时后再试。',
  },
  code_wrong: {
    detail: '验证码不正确或已过期，或尝试次数过多，未作任何更改。',
    nextStep: '请重新获取验证码。',
  },
  consent_outdated: {
    detail: '您同意的文本不是当前版本，未作任何更改。',
    nextStep: '请阅读当前文本后重新同意。',
  },
  internal: {
    detail: '我们的系统出现了问题。再次尝试不会重复处理。',
    nextStep: '请用相同的`Idempotency-Key`再试一次。',
  },
};
