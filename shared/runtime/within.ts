/** The outcome of `work`, or `otherwise` when it takes longer than `ms`; what comes of it later is not waited for. */
export const within = async <T, U>(ms: number, work: Promise<T>, otherwise: U): Promise<T | U> => {
  const timer = Promise.withResolvers<U>();
  const handle = setTimeout(() => timer.resolve(otherwise), ms);
  try {
    return await Promise.race([work, timer.promise]);
  } finally {
    clearTimeout(handle);
  }
};
