export const Page = ({ name }) => {
    let tmp, tmp_1;
    return (<section title={title(name)} {...Object.freeze(props())}>
    {(tmp = title(name), <b>{tmp}</b>)}
    {(tmp_1 = props(), tmp_1.name + tmp_1.name)}
  </section>);
};
