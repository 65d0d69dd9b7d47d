import type { Offer, ReminderWords, Situation } from './words.ts';

const sentence = (situation: Situation): string => {
  switch (situation.kind) {
    case 'ends':
      return `Your SIM ends ${situation.end.at} (${situation.end.zone}).`;
    case 'ended':
      return `Your SIM ended ${situation.end.at} (${situation.end.zone}). You can still renew it until ${situation.until.at}.`;
    case 'low':
      return `You have used ${situation.percent}% of your SIM's data. It ends ${situation.end.at} (${situation.end.zone}).`;
    case 'used_up':
      return `Your SIM's data is used up. It ends ${situation.end.at} (${situation.end.zone}).`;
  }
};

const short = (situation: Situation): string => {
  switch (situation.kind) {
    case 'ends':
      return `SIM ends ${situation.end.at}.`;
    case 'ended':
      return `SIM ended. Renew by ${situation.until.at}.`;
    case 'low':
      return `${situation.percent}% of SIM data used.`;
    case 'used_up':
      return 'SIM data used up.';
  }
};

const days = ({ days: count }: Offer): string => (count === 1 ? '1 day' : `${count} days`);

/** All of it is in the SMS alphabet GSM-7, which leaves 160 characters. */
export const EN: ReminderWords = {
  subject: (situation) => {
    switch (situation.kind) {
      case 'ends':
        return `Your SIM ends ${situation.end.at} (${situation.end.zone})`;
      case 'ended':
        return `Your SIM has ended; you can renew it until ${situation.until.at}`;
      case 'low':
        return `You have used ${situation.percent}% of your SIM's data`;
      case 'used_up':
        return "Your SIM's data is used up";
    }
  },
  sentence,
  offer: ({ name, price }) => `Renewals start at ${price} (${name}).`,
  link: 'Renew here:',
  about: 'The link is for this SIM only and needs no login.',
  sms: (situation, offer) => [
    ...(offer && offer.days > 0 ? [`${sentence(situation)} Renew for ${days(offer)}, ${offer.price}: `] : []),
    ...(offer ? [`${sentence(situation)} Renew from ${offer.price}: `] : []),
    ...(offer ? [`${short(situation)} Renew from ${offer.price}: `] : []),
    `${sentence(situation)} Renew: `,
    `${short(situation)} Renew: `,
    `${short(situation)} `,
  ],
};
