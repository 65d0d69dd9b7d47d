import { Duration } from 'aws-cdk-lib';
import { GraphWidget, type IMetric } from 'aws-cdk-lib/aws-cloudwatch';

/** In columns of the page, which has 24. */
export const WIDTH = { all: 24, half: 12, third: 8, quarter: 6 };

const HEIGHT = 6;
const PERIOD = Duration.minutes(5);

export const graph = (title: string, metrics: readonly IMetric[], width: number): GraphWidget =>
  new GraphWidget({ title, left: [...metrics], width, height: HEIGHT, period: PERIOD, leftYAxis: { min: 0 } });
