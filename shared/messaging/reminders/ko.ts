import type { Offer, ReminderWords, Situation } from './words.ts';

const sentence = (situation: Situation): string => {
  switch (situation.kind) {
    case 'ends':
      return `SIM이 ${situation.end.at}(${situation.end.zone})에 만료됩니다.`;
    case 'ended':
      return `SIM이 ${situation.end.at}(${situation.end.zone})에 만료되었습니다. ${situation.until.at}까지 연장할 수 있습니다.`;
    case 'low':
      return `SIM 데이터를 ${situation.percent}% 사용했습니다. 만료는 ${situation.end.at}(${situation.end.zone})입니다.`;
    case 'used_up':
      return `SIM 데이터를 모두 사용했습니다. 만료는 ${situation.end.at}(${situation.end.zone})입니다.`;
  }
};

const short = (situation: Situation): string => {
  switch (situation.kind) {
    case 'ends':
      return `SIM 만료 ${situation.end.at}`;
    case 'ended':
      return `SIM 만료됨, ${situation.until.at}까지 연장 가능`;
    case 'low':
      return `데이터 ${situation.percent}% 사용`;
    case 'used_up':
      return '데이터 모두 사용';
  }
};

const shortest = (situation: Situation): readonly string[] => {
  switch (situation.kind) {
    case 'ends':
      return [`SIM ${situation.end.at}까지`, `SIM~${situation.end.at}`];
    case 'ended':
      return ['SIM 만료, 연장 가능'];
    case 'low':
    case 'used_up':
      return [short(situation)];
  }
};

const shortestOffer = (situation: Situation, { price }: Offer): string => {
  switch (situation.kind) {
    case 'ends':
      return `SIM ${situation.end.at}까지, ${price}~`;
    case 'ended':
      return `SIM 만료, 연장 ${price}~`;
    case 'low':
      return `데이터 ${situation.percent}% 사용, ${price}~`;
    case 'used_up':
      return `데이터 모두 사용, ${price}~`;
  }
};

export const KO: ReminderWords = {
  subject: (situation) => {
    switch (situation.kind) {
      case 'ends':
        return `SIM이 ${situation.end.at}(${situation.end.zone})에 만료됩니다`;
      case 'ended':
        return `SIM이 만료되었습니다(${situation.until.at}까지 연장 가능)`;
      case 'low':
        return `SIM 데이터를 ${situation.percent}% 사용했습니다`;
      case 'used_up':
        return 'SIM 데이터를 모두 사용했습니다';
    }
  },
  sentence,
  offer: ({ name, price }) => `연장은 ${price}부터입니다(${name}).`,
  link: '연장하기:',
  about: '이 링크는 이 SIM에만 쓸 수 있으며 로그인이 필요 없습니다.',
  sms: (situation, offer) => [
    ...(offer && offer.days > 0 ? [`${sentence(situation)} ${offer.days}일 연장 ${offer.price}\n`] : []),
    ...(offer ? [`${sentence(situation)} 연장 ${offer.price}부터\n`] : []),
    ...(offer ? [`${short(situation)}, 연장 ${offer.price}부터\n`, `${shortestOffer(situation, offer)}\n`] : []),
    `${sentence(situation)} 연장\n`,
    `${short(situation)}\n`,
    ...shortest(situation).map((said) => `${said}\n`),
  ],
};
