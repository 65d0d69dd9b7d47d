import type { Offer, ReminderWords, Situation } from './words.ts';

const sentence = (situation: Situation): string => {
  switch (situation.kind) {
    case 'ends':
      return `SIMの有効期限は${situation.end.at}（${situation.end.zone}）です。`;
    case 'ended':
      return `SIMは${situation.end.at}（${situation.end.zone}）に期限切れとなりました。${situation.until.at}までは延長できます。`;
    case 'low':
      return `SIMのデータ容量を${situation.percent}%使用しました。有効期限は${situation.end.at}（${situation.end.zone}）です。`;
    case 'used_up':
      return `SIMのデータ容量を使い切りました。有効期限は${situation.end.at}（${situation.end.zone}）です。`;
  }
};

const short = (situation: Situation): string => {
  switch (situation.kind) {
    case 'ends':
      return `SIMの期限は${situation.end.at}`;
    case 'ended':
      return `SIM期限切れ、延長は${situation.until.at}まで`;
    case 'low':
      return `データを${situation.percent}%使用`;
    case 'used_up':
      return 'データを使い切りました';
  }
};

const shortest = (situation: Situation): readonly string[] => {
  switch (situation.kind) {
    case 'ends':
      return [`SIMは${situation.end.at}まで`, `SIM～${situation.end.at}`];
    case 'ended':
      return ['SIM期限切れ・延長可'];
    case 'low':
    case 'used_up':
      return [short(situation)];
  }
};

const shortestOffer = (situation: Situation, { price }: Offer): string => {
  switch (situation.kind) {
    case 'ends':
      return `SIM期限${situation.end.at}、${price}～`;
    case 'ended':
      return `SIM期限切れ・延長は${price}～`;
    case 'low':
      return `データ${situation.percent}%使用、延長は${price}～`;
    case 'used_up':
      return `データを使い切りました、延長は${price}～`;
  }
};

export const JA: ReminderWords = {
  subject: (situation) => {
    switch (situation.kind) {
      case 'ends':
        return `SIMの期限は${situation.end.at}（${situation.end.zone}）です`;
      case 'ended':
        return `SIMの期限が切れました（${situation.until.at}まで延長できます）`;
      case 'low':
        return `SIMのデータ容量を${situation.percent}%使用しました`;
      case 'used_up':
        return 'SIMのデータ容量を使い切りました';
    }
  },
  sentence,
  offer: ({ name, price }) => `延長は${price}からご利用いただけます（${name}）。`,
  link: '延長はこちら：',
  about: 'このリンクはこのSIM専用です。ログインは必要ありません。',
  sms: (situation, offer) => [
    ...(offer && offer.days > 0 ? [`${sentence(situation)}${offer.days}日間の延長は${offer.price}\n`] : []),
    ...(offer ? [`${sentence(situation)}延長は${offer.price}から\n`] : []),
    ...(offer ? [`${short(situation)}、延長は${offer.price}から\n`, `${shortestOffer(situation, offer)}\n`] : []),
    `${sentence(situation)}延長\n`,
    `${short(situation)}\n`,
    ...shortest(situation).map((said) => `${said}\n`),
  ],
};
