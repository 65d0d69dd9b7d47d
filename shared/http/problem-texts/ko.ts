import type { ProblemTexts } from './problem-text.ts';

export const KO: ProblemTexts = {
  bad_request: {
    detail: '요청 형식이 올바르지 않습니다. 해당 항목은 `errors`에 있습니다. 변경된 내용은 없습니다.',
    nextStep: '해당 항목을 고쳐 다시 보내 주세요.',
  },
  body_not_json: {
    detail: '본문이 올바른 JSON이 아닙니다. 변경된 내용은 없습니다.',
    nextStep: 'UTF-8로 된 JSON을 보내 주세요.',
  },
  body_too_large: {
    detail: '본문이 너무 큽니다. 변경된 내용은 없습니다.',
    nextStep: '`maxBytes`바이트 이내로 보내 주세요.',
  },
  idempotency_key_missing: {
    detail: '`Idempotency-Key` 헤더가 없거나 사용할 수 없는 값입니다. 청구된 금액은 없습니다.',
    nextStep: '주문마다 새로운 값을 8자 이상 128자 이하로 보내 주세요.',
  },
  idempotency_key_reused: {
    detail: '이 `Idempotency-Key`는 다른 주문에 사용되었습니다. 청구된 금액은 없습니다.',
    nextStep: '새 주문에는 새 값을 사용해 주세요.',
  },
  unauthenticated: {
    detail: '로그인하지 않았거나 로그인이 만료되었습니다.',
    nextStep: '다시 로그인해 주세요.',
  },
  issuer_unavailable: {
    detail: '지금은 로그인을 확인할 수 없습니다. 청구된 금액은 없습니다.',
    nextStep: '1분 뒤에 다시 시도해 주세요.',
  },
  not_found: {
    detail: '이 주소에는 아무것도 없습니다.',
    nextStep: '주소를 확인해 주세요.',
  },
  line_not_found: {
    detail: '고객님의 SIM 중에 해당하는 것이 없습니다.',
    nextStep: '고객님의 SIM 중에서 선택하거나 이 SIM을 등록한 계정으로 로그인해 주세요.',
  },
  renewal_not_found: {
    detail: '고객님의 연장 내역 중에 해당하는 것이 없습니다.',
    nextStep: '연장 내역에서 선택하거나 주문한 계정으로 로그인해 주세요.',
  },
  plan_not_found: {
    detail: '판매 중인 요금제가 아닙니다. 청구된 금액은 없습니다.',
    nextStep: '다른 요금제를 선택해 주세요.',
  },
  plan_not_for_line: {
    detail: '이 SIM에서는 이 요금제를 이용할 수 없습니다. 청구된 금액은 없습니다.',
    nextStep: '이 SIM에서 선택할 수 있는 요금제 중에서 골라 주세요.',
  },
  line_in_review: {
    detail: '이 SIM의 이전 연장 건을 담당자가 확인하고 있어 지금은 연장할 수 없습니다. 청구된 금액은 없습니다.',
    nextStep: '확인이 끝날 때까지 기다려 주세요. 처리가 끝나면 알려 드리겠습니다.',
  },
  line_recycled: {
    detail: '이 SIM의 번호가 다른 SIM에 배정되어 더 이상 연장할 수 없습니다. 청구된 금액은 없습니다.',
    nextStep: '계속 이용하시려면 새 SIM을 구매해 주세요.',
  },
  too_many_periods: {
    detail: '이 SIM에 대기 중인 이용 기간이 최대 개수에 이르렀습니다. 청구된 금액은 없습니다.',
    nextStep: '그중 하나가 끝난 뒤에 연장해 주세요.',
  },
  cannot_start_early: {
    detail: '이 요금제는 현재 이용 기간이 끝나기 전에 시작할 수 없습니다. 청구된 금액은 없습니다.',
    nextStep: '`startsEarly` 없이 주문해 주세요.',
  },
  currency_not_offered: {
    detail: '이 요금제는 이 통화로 판매되지 않습니다. 청구된 금액은 없습니다.',
    nextStep: '요금제의 `prices`에 있는 통화를 선택해 주세요.',
  },
  plan_not_available: {
    detail: '지금은 통신사가 이 SIM에 이 요금제를 제공하지 않습니다. 청구된 금액은 없습니다.',
    nextStep: '다른 요금제를 선택해 주세요.',
  },
  carrier_unavailable: {
    detail: '지금은 통신사에 연결할 수 없습니다. 청구된 금액은 없습니다.',
    nextStep: '1분 뒤에 다시 시도해 주세요.',
  },
  carrier_maintenance: {
    detail: '통신사 점검 중입니다. 종료 시각을 아는 경우 `until`에 있습니다. 청구된 금액은 없습니다.',
    nextStep: '점검이 끝난 뒤에 다시 시도해 주세요.',
  },
  carrier_float_low: {
    detail: '지금은 이 연장을 판매하지 않습니다. 청구된 금액은 없습니다.',
    nextStep: '다른 요금제를 선택하거나 나중에 다시 시도해 주세요.',
  },
  carrier_not_found: {
    detail: '해당하는 통신사 계정이 없습니다.',
    nextStep: '통신사 목록에서 선택해 주세요.',
  },
  line_not_renewable: {
    detail: '이 SIM은 이용 기간이 끝나 더 이상 연장할 수 없습니다. 청구된 금액은 없습니다.',
    nextStep: '계속 이용하시려면 새 SIM을 구매해 주세요.',
  },
  preview_outdated: {
    detail: '확인하신 뒤에 요금, 조건 또는 새 종료 시각이 바뀌었습니다. 청구된 금액은 없습니다.',
    nextStep: '새 내용을 확인한 뒤 주문해 주세요.',
  },
  promotion_unknown: {
    detail: '이 코드에 해당하는 할인이 없습니다. 청구된 금액은 없습니다.',
    nextStep: '코드를 다시 확인하거나 코드 없이 주문해 주세요.',
  },
  promotion_expired: {
    detail: '이 코드의 할인 기간이 끝났습니다. 청구된 금액은 없습니다.',
    nextStep: '코드 없이 주문하거나 다른 코드를 사용해 주세요.',
  },
  promotion_used_up: {
    detail: '이 할인은 선착순 수량이 모두 소진되었습니다. 청구된 금액은 없습니다.',
    nextStep: '새 요금을 확인한 뒤 주문해 주세요.',
  },
  promotion_not_for_plan: {
    detail: '이 할인은 이 요금제나 통화에는 적용되지 않습니다. 청구된 금액은 없습니다.',
    nextStep: '다른 요금제나 통화를 선택하거나 코드 없이 주문해 주세요.',
  },
  promotion_first_only: {
    detail: '이 할인은 첫 연장에만 적용되며, 이 SIM은 이미 연장한 적이 있습니다. 청구된 금액은 없습니다.',
    nextStep: '코드 없이 주문해 주세요.',
  },
  promotion_already_used: {
    detail: '이 SIM은 이미 이 할인을 사용했습니다. 청구된 금액은 없습니다.',
    nextStep: '할인 없이 주문해 주세요. 결제하지 않은 주문에 적용되어 있다면 그 주문을 결제하거나 취소해 주세요.',
  },
  bad_signature: {
    detail: '서명이 본문과 일치하지 않습니다.',
    nextStep: '보내는 본문에 이 엔드포인트의 키로 서명해 주세요.',
  },
  notice_unreadable: {
    detail: '서명은 올바르지만 내용을 읽을 수 없습니다.',
    nextStep: '나중에 다시 보내 주세요.',
  },
  unknown_payment: {
    detail: '아직 등록되지 않은 결제입니다.',
    nextStep: '나중에 다시 보내 주세요.',
  },
  method_not_offered: {
    detail: '이 금액에는 이 결제 수단을 이용할 수 없습니다. 청구된 금액은 없습니다.',
    nextStep: '요금제의 `methods`에 있는 결제 수단을 선택해 주세요.',
  },
  renewal_not_payable: {
    detail:
      '이 연장 건은 결제 대기 상태가 아닙니다. 현재 상태는 `renewalStatus`에 있습니다. 새로 청구된 금액은 없습니다.',
    nextStep: '연장 내역을 확인하고 필요하시면 다시 주문해 주세요.',
  },
  renewal_not_cancellable: {
    detail: '결제하지 않은 연장 건만 취소할 수 있습니다. 현재 상태는 `renewalStatus`에 있습니다.',
    nextStep: '연장 내역에서 이후 진행을 확인해 주세요.',
  },
  payment_under_way: {
    detail: '이 연장 건의 결제를 처리하고 있습니다.',
    nextStep: '결과가 나올 때까지 다시 결제하지 말고 기다려 주세요.',
  },
  too_many_payments: {
    detail: '이 연장 건의 결제 시도 횟수를 초과했습니다. 청구된 금액은 없습니다.',
    nextStep: '주문을 취소하고 다시 주문해 주세요.',
  },
  exit_not_open: {
    detail: '이 연장 건은 이 방법으로 처리할 수 없습니다. 상태가 바뀌었을 수 있습니다.',
    nextStep: '다시 열어 `exits`에 있는 방법을 선택해 주세요.',
  },
  job_not_found: {
    detail: '해당하는 수동 작업이 없습니다.',
    nextStep: '작업 목록에서 선택해 주세요.',
  },
  job_closed: {
    detail:
      '이 작업은 종료되었습니다. 다른 담당자가 처리했거나 기한이 지나 환불됩니다. 자세한 내용은 `jobState`에 있습니다. 변경된 내용은 없습니다.',
    nextStep: '이미 SIM을 연장했다면 통신사에서 취소해 주세요.',
  },
  not_refundable: {
    detail: '이 요금제는 적용된 후 환불되지 않는 조건으로 판매되었으며, 고객에게 결제 전에 안내되었습니다.',
    nextStep: '고객에게 그렇게 안내해 주세요. 제공하지 못한 부분은 자동으로 환불됩니다.',
  },
  forbidden: {
    detail: '담당자 전용입니다. 로그인한 계정에는 담당자 권한이 없습니다.',
    nextStep: '담당자 계정으로 로그인해 주세요.',
  },
  receipt_not_ready: {
    detail: '영수증은 연장이 적용되거나 환불된 뒤에 발급됩니다.',
    nextStep: '처리가 끝난 뒤 다시 확인해 주세요. 현재 상태는 `renewalStatus`에 있습니다.',
  },
  busy: {
    detail: '같은 시각에 다른 처리가 진행되어 완료하지 못했습니다.',
    nextStep: '같은 `Idempotency-Key`로 다시 시도해 주세요.',
  },
  payment_provider_unavailable: {
    detail: '결제 페이지를 열지 못했습니다. 청구된 금액은 없습니다.',
    nextStep: '같은 `Idempotency-Key`로 다시 시도해 주세요.',
  },
  payment_outcome_unknown: {
    detail: '지금은 결제 대행사에 조회할 수 없어 결제되었는지 아직 확인할 수 없습니다.',
    nextStep: '다시 결제하지 마세요. 저희가 계속 확인하겠습니다.',
  },
  link_not_valid: {
    detail: '이 링크는 사용할 수 없습니다. 청구된 금액은 없습니다.',
    nextStep: '받으신 메시지에서 링크 전체를 다시 열어 주세요.',
  },
  link_expired: {
    detail: '이 링크는 만료되었거나 취소되었습니다. 청구된 금액은 없습니다.',
    nextStep: '가장 최근 메시지의 링크를 열거나 로그인해 주세요.',
  },
  line_bound: {
    detail: '이 SIM은 다른 계정에 등록되어 있습니다.',
    nextStep: '먼저 해당 계정에서 등록을 해제하거나 고객센터에 문의해 주세요.',
  },
  proof_not_accepted: {
    detail: 'ICCID와 코드가 일치하지 않습니다.',
    nextStep: 'SIM과 함께 받은 안내에서 두 가지를 확인해 주세요. 분실하셨다면 고객센터에 문의해 주세요.',
  },
  too_many_tries: {
    detail: '시도 횟수가 너무 많습니다.',
    nextStep: '`until`까지 기다리시거나 고객센터에 등록을 요청해 주세요.',
  },
  contact_not_found: {
    detail: '이 SIM에는 이 방식의 연락처가 등록되어 있지 않습니다. 변경된 내용은 없습니다.',
    nextStep: '먼저 연락처를 등록해 주세요.',
  },
  contact_in_trouble: {
    detail: '이 연락처로 보낸 메시지가 반송되었습니다. 이유는 `state`에 있습니다. 변경된 내용은 없습니다.',
    nextStep: '연락처를 다시 인증해 주세요. `stopped`인 경우 먼저 해당 번호로 START라고 답장해 주세요.',
  },
  country_not_served: {
    detail: '이 국가로는 SMS를 보내지 않습니다. 변경된 내용은 없습니다.',
    nextStep: '대신 이메일 주소를 등록해 주세요.',
  },
  too_many_codes: {
    detail: '이 SIM의 인증 코드를 너무 많이 요청하셨습니다. 변경된 내용은 없습니다.',
    nextStep: '한 시간 뒤에 다시 요청해 주세요.',
  },
  code_wrong: {
    detail: '코드가 틀렸거나 만료되었거나 시도 횟수를 초과했습니다. 변경된 내용은 없습니다.',
    nextStep: '새 코드를 요청해 주세요.',
  },
  consent_outdated: {
    detail: '동의하신 문구는 현재 문구가 아닙니다. 변경된 내용은 없습니다.',
    nextStep: '현재 문구를 읽고 다시 동의해 주세요.',
  },
  internal: {
    detail: '저희 시스템에 문제가 발생했습니다. 다시 시도해도 중복으로 처리되지 않습니다.',
    nextStep: '같은 `Idempotency-Key`로 다시 시도해 주세요.',
  },
};
