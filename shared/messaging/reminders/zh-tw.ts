import type { Offer, ReminderWords, Situation } from './words.ts';

const sentence = (situation: Situation): string => {
  switch (situation.kind) {
    case 'ends':
      return `您的SIM卡將於${situation.end.at}（${situation.end.zone}）到期。`;
    case 'ended':
      return `您的SIM卡已於${situation.end.at}（${situation.end.zone}）到期，${situation.until.at}前仍可延長。`;
    case 'low':
      return `您的SIM卡流量已使用${situation.percent}%，${situation.end.at}（${situation.end.zone}）到期。`;
    case 'used_up':
      return `您的SIM卡流量已用完，${situation.end.at}（${situation.end.zone}）到期。`;
  }
};

const short = (situation: Situation): string => {
  switch (situation.kind) {
    case 'ends':
      return `SIM卡${situation.end.at}到期`;
    case 'ended':
      return `SIM卡已到期，${situation.until.at}前可延長`;
    case 'low':
      return `SIM卡流量已用${situation.percent}%`;
    case 'used_up':
      return 'SIM卡流量已用完';
  }
};

const shortest = (situation: Situation): string => {
  switch (situation.kind) {
    case 'ends':
      return `SIM至${situation.end.at}`;
    case 'ended':
      return 'SIM卡已到期，可延長';
    case 'low':
      return `流量已用${situation.percent}%`;
    case 'used_up':
      return '流量已用完';
  }
};

const shortestOffer = (situation: Situation, { price }: Offer): string => {
  switch (situation.kind) {
    case 'ends':
      return `SIM至${situation.end.at}，${price}起`;
    case 'ended':
      return `SIM卡已到期，延長${price}起`;
    case 'low':
      return `流量已用${situation.percent}%，${price}起`;
    case 'used_up':
      return `流量已用完，${price}起`;
  }
};

export const ZH_TW: ReminderWords = {
  subject: (situation) => {
    switch (situation.kind) {
      case 'ends':
        return `SIM卡將於${situation.end.at}（${situation.end.zone}）到期`;
      case 'ended':
        return `SIM卡已到期，${situation.until.at}前仍可延長`;
      case 'low':
        return `SIM卡流量已使用${situation.percent}%`;
      case 'used_up':
        return '您的SIM卡流量已用完';
    }
  },
  sentence,
  offer: ({ name, price }) => `延長${price}起（${name}）。`,
  link: '點此延長：',
  about: '此連結僅供這張SIM卡使用，無須登入。',
  sms: (situation, offer) => [
    ...(offer && offer.days > 0 ? [`${sentence(situation)}延長${offer.days}天${offer.price}\n`] : []),
    ...(offer ? [`${sentence(situation)}延長${offer.price}起\n`] : []),
    ...(offer ? [`${short(situation)}，延長${offer.price}起\n`, `${shortestOffer(situation, offer)}\n`] : []),
    `${sentence(situation)}延長\n`,
    `${short(situation)}\n`,
    `${shortest(situation)}\n`,
  ],
};
